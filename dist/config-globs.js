import{compileGlobs,globFault}from"./shared-config-globs.js";import"./shared-cli.js";export{compileGlobs,globFault};
