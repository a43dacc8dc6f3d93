/** The ProtoJSON name of a field that says nothing else: underscores go, and the letter after one is a capital. */
export function jsonNameOf(name: string): string {
  if (!name.includes("_")) return name;
  let json = "";
  let capital = false;
  for (const char of name) {
    if (char === "_") capital = true;
    else {
      json += capital ? char.toUpperCase() : char;
      capital = false;
    }
  }
  return json;
}
