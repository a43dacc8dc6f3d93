import{formatByName,formatOfPath,formats,unsupportedOfPath}from"./shared-compatibility-compare.js";import"./shared-cli.js";export{formatByName,formatOfPath,formats,unsupportedOfPath};
