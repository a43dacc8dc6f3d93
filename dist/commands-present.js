import{paletteFor,present}from"./shared-cli.js";export{paletteFor,present};
