import{commands,main,start,work}from"./shared-cli.js";export{commands,main,start,work};
