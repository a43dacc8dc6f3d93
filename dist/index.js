export{SchemactlError,check,compare,parse}from"./index.cjs";
