import{defaultBranch,findBranch,remoteNames,remoteOf}from"./shared-cli.js";export{defaultBranch,findBranch,remoteNames,remoteOf};
