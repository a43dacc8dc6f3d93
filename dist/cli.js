import{commands,main,processIo,start,work}from"./shared-cli.js";export{commands,main,processIo,start,work};
