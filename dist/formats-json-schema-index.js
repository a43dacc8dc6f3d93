import{jsonSchema}from"./shared-formats-json-schema-added-property-rules.js";import"./shared-compatibility-compare.js";import"./shared-cli.js";export{jsonSchema};
