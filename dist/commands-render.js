import{render}from"./shared-commands-render.js";import"./shared-cli.js";export{render};
