import{parseConfig,readDocument}from"./shared-config-definition.js";import"./shared-config-globs.js";import"./shared-cli.js";export{parseConfig,readDocument};
