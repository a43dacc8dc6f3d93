import{openRepository}from"./shared-cli.js";export{openRepository};
