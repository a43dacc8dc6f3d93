import{suggest}from"./shared-cli.js";export{suggest};
