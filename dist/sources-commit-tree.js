import{commitTree,emptyTree}from"./shared-compatibility-compare.js";import"./shared-cli.js";export{commitTree,emptyTree};
