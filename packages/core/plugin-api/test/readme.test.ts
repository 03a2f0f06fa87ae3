import { expect, test } from "vitest";
import example from "./readme-example.ts";

test("the README's plugin is one, with settings that a form could be made from", () => {
  expect(example).toMatchObject({ kind: "device", role: "terminal", spec: "device/v1" });
  const { jsonSchema, validate } = example.settings["~standard"];
  expect(jsonSchema.input({ target: "draft-2020-12" })).toMatchObject({ required: ["host", "port"] });
  expect(validate({ host: "10.0.0.5", port: 20_007 })).toEqual({ value: { host: "10.0.0.5", port: 20_007 } });
  expect(validate({ host: "10.0.0.5" })).toHaveProperty("issues");
});
