import{readReport}from"./shared-commands-report-document.js";import"./shared-cli.js";export{readReport};
