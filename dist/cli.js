import{commands,main,start}from"./shared-cli.js";import"./shared-compatibility-modes.js";import"./shared-errors.js";export{commands,main,start};
