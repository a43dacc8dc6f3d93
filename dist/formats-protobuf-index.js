import{protobuf}from"./shared-formats-protobuf-canonical.js";import"./shared-compatibility-compare.js";import"./shared-cli.js";export{protobuf};
