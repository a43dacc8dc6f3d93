import{editsOf,lineEdits,patchName,patchOf,unifiedDiff}from"./shared-compatibility-patch.js";import"./shared-cli.js";export{editsOf,lineEdits,patchName,patchOf,unifiedDiff};
