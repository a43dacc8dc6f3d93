import{languagesAround,languagesFor}from"./shared-cli.js";export{languagesAround,languagesFor};
