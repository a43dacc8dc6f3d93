// The patches that carry a remedy: what one makes of a text is what its edits make of it, whatever stands there.
import fc from "fast-check";
import { expect, test } from "vitest";
import { editsOf, lineEdits, patchOf, unifiedDiff } from "../src/compatibility/patch.ts";
import { edited, type TextEdit } from "../src/formats/format.ts";
import { withItem, withMember, withoutItem, withoutMember } from "../src/formats/json-edits.ts";
import { readJson } from "../src/formats/json-text.ts";
import { createRepository, removeFolders } from "./support/repository.ts";
import { run } from "./support/run.ts";

const line = fc.constantFrom("", "{", "}", '  "tokens": 1,', '  "cost": 2', "// in and out");
const text = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed ? end : ""));

/** A text, and edits in it that do not touch. */
const change = text.chain((before) =>
  fc
    .tuple(fc.uniqueArray(fc.nat(before.length), { maxLength: 8 }), fc.array(text, { minLength: 4, maxLength: 4 }))
    .map(([offsets, texts]) => {
      const places = offsets.toSorted((a, b) => a - b);
      const edits: TextEdit[] = [];
      for (let i = 0; i + 1 < places.length; i += 2)
        edits.push({
          offset: places[i] ?? 0,
          end: (places[i + 1] ?? 0) - (i % 4 === 0 ? 0 : 1),
          text: texts[i / 2] ?? "",
        });
      return { before, edits };
    }),
);

test("a patch makes of its text what the edits make of it", () => {
  fc.assert(
    fc.property(change, ({ before, edits }) => {
      const after = edited(before, edits);
      const found = editsOf(unifiedDiff("usage.avsc", before, edits), before);
      expect(found === undefined ? undefined : edited(before, found)).toBe(after);
      expect(edited(before, lineEdits(before, after))).toBe(after);
    }),
    { numRuns: 1000 },
  );
});

test("git makes the same of it", () => {
  const repository = createRepository();
  fc.assert(
    fc.property(change, ({ before, edits }) => {
      const after = edited(before, edits);
      fc.pre(before !== "" && after !== "" && after !== before);
      const patch = patchOf("usage.avsc", { text: before, edits, chosen: "0 is\nnobody's choice" });
      repository.write({ "usage.avsc": before, "p.patch": patch });
      const { status, stderr } = repository.tryGit(["apply", "--whitespace=nowarn", "p.patch"]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(repository.read("usage.avsc")).toBe(after);
    }),
    { numRuns: 60 },
  );
  removeFolders();
});

test("a patch that was made for another text is refused", () => {
  const patch = unifiedDiff("usage.avsc", "{\n}\n", [{ offset: 1, end: 1, text: ' "a": 1' }]);
  expect(editsOf(patch, "[\n]\n")).toBeUndefined();
  expect(unifiedDiff("usage.avsc", "{}", [])).toBe("");
});

const json = fc.json({ maxDepth: 3 }).map((value) => JSON.parse(value) as unknown);
const indent = fc.constantFrom(undefined, 1, 2, "\t");

test("members and items come and go, and nothing else changes", () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 4 }), json, indent, fc.nat(3), (items, added, gap, index) => {
      const list = JSON.stringify(items, null, gap);
      const write = (source: string, edits: readonly TextEdit[]): unknown => JSON.parse(edited(source, edits));
      expect(write(list, withItem(list, readJson(list).root, JSON.stringify(added)))).toEqual([...items, added]);
      expect(write(list, withoutItem(list, readJson(list).root, index))).toEqual(items.filter((_, i) => i !== index));
      const members = Object.fromEntries(items.map((item, i) => [`k${i}`, item]));
      const object = JSON.stringify(members, null, gap);
      const { root } = readJson(object);
      expect(write(object, withMember(object, root, "new", JSON.stringify(added)))).toEqual({ ...members, new: added });
      expect(write(object, withMember(object, root, "k0", "null"))).toEqual({ ...members, k0: null });
      const { [`k${index}`]: _, ...left } = members;
      expect(write(object, withoutMember(object, root, `k${index}`))).toEqual(left);
    }),
    { numRuns: 500 },
  );
});

test("`--staged` and `--pushed` exclude each other", async () => {
  const repository = createRepository();
  repository.commit("usage");
  const result = await run(["check", "--staged", "--pushed"], { cwd: repository.path });
  expect(result.code).toBe(2);
  removeFolders();
});
