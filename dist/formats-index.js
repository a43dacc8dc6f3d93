import{allFormats,formatByName,formatNames,formatsFor}from"./shared-compatibility-compare.js";import"./shared-cli.js";export{allFormats,formatByName,formatNames,formatsFor};
