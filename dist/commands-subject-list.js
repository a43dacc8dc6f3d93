import{listSubjects}from"./shared-commands-subject-list.js";import"./shared-compatibility-compare.js";import"./shared-cli.js";export{listSubjects};
