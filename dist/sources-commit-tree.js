import{commitTree,emptyTree}from"./shared-sources-commit-tree.js";import"./shared-cli.js";export{commitTree,emptyTree};
