import{suggest}from"./shared-cli.js";import"./shared-compatibility-modes.js";import"./shared-errors.js";export{suggest};
