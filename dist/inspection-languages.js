import{languagesAround,languagesFor}from"./shared-inspection-languages.js";import"./shared-config-roots.js";import"./shared-cli.js";export{languagesAround,languagesFor};
