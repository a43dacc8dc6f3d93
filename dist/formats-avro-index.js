import{avro}from"./shared-formats-avro-attributes.js";import"./shared-compatibility-compare.js";import"./shared-cli.js";export{avro};
