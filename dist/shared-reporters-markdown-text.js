import{clip}from"./shared-reporters-clip.js";import{visible}from"./shared-reporters-visible.js";var longest=1200,marks=/[\\`*[\]<>|~&@#$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,reference=character=>`&#${character.charCodeAt(0)};`,gap="&#8203;";function plainWords(text){return visible(text).replace(marks,mark=>mark==="$"?"<span>$</span>":mark==="@"||mark==="#"?reference(mark)+gap:reference(mark)).replaceAll("://",`:${gap}//`).replace(/www(?=\.)/gi,www=>www+gap)}function code(text){return`<code>${visible(clip(text,longest)).replace(marks,reference).replaceAll("://","&#58;//").replace(/www\./gi,www=>`${www.slice(0,3)}&#46;`)}</code>`}function prose(text){return clip(text,longest).split(/`([^`]+)`/).map((part,i)=>i%2===0?plainWords(part):code(part)).join("")}function paragraphs(texts){return texts.map(text=>`<p>${prose(text)}</p>`).join(`
`)}function lines(rows){let width=Math.max(...rows.map(([label])=>label.length))+2;return`<pre>${rows.map(([label,text])=>(label.padEnd(width)+visible(clip(text,longest))).trimEnd()).join(`
`).replace(/[&<>]/g,reference)}</pre>`}function verbatim(text){return`<pre>${clip(text,4*longest).split(`
`).map(visible).join(`
`).replace(/[&<>]/g,reference)}</pre>`}function diffBlock(patch){let written=clip(patch,8*longest).replace(/\n$/,"").split(`
`).map(line=>line.split("	").map(visible).join("	")),runs=written.join(`
`).match(/`+/g)??[],fence="`".repeat(Math.max(3,...runs.map(run=>run.length+1)));return`${fence}diff
${written.join(`
`)}
${fence}`}function folded(summary,body){return`<details><summary>${summary}</summary>

${body}

</details>`}export{plainWords,code,prose,paragraphs,lines,verbatim,diffBlock,folded};
