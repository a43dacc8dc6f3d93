import{createPlacer}from"./shared-config-subjects.js";import"./shared-config-roots.js";import"./shared-cli.js";export{createPlacer};
