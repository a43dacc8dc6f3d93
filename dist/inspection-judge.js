import{judgeRun,judgeShare}from"./shared-compatibility-compare.js";import"./shared-cli.js";export{judgeRun,judgeShare};
