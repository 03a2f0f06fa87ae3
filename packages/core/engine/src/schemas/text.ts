/**
 * The smallest parts of the vocabulary's schemas, and every bound on text and lists in one place. The bounds are far
 * above what honest devices send: they keep a broken plugin from filling memory and journal, and judge nothing else.
 */
import { z } from "zod";
import { isErrorCode, isPromptId } from "@tillwire/plugin-api";
import type { AttemptId, ErrorCode, PromptId } from "@tillwire/plugin-api";

/** Longest text for people (messages, reasons, terminal texts), in UTF-16 units. */
export const TEXT_LENGTH_MAX = 4_000;
/** Longest name, code or reference that a peer gives. */
export const NAME_LENGTH_MAX = 200;
/** Longest receipt, in lines. */
export const RECEIPT_LINES_MAX = 2_000;
/** Longest list of names: currencies, labels. */
export const LIST_LENGTH_MAX = 500;

export const textSchema = z.string().max(TEXT_LENGTH_MAX);
export const nameSchema = z.string().min(1).max(NAME_LENGTH_MAX);
/** Milliseconds as a whole number, up to ten years. */
export const durationMsSchema = z.int().min(0).max(315_576_000_000);

const attemptIdForm = /^[A-Za-z0-9_-]{8,64}$/;

export const attemptIdSchema = z.custom<AttemptId>(
  (value) => typeof value === "string" && attemptIdForm.test(value),
  "An attempt id has 8 to 64 characters of A-Z a-z 0-9 _ -",
);
export const errorCodeSchema = z.custom<ErrorCode>(isErrorCode, "A code of the error catalog");
export const promptIdSchema = z.custom<PromptId>(isPromptId, "A prompt of the closed list");
