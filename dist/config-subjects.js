import{createPlacer}from"./shared-cli.js";export{createPlacer};
