/** Kernel, card and protocol against whatever: they refuse, and never do anything else. */
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBridgeMessage, parseReaderMessage } from "../../src/protocol/reader-messages.ts";
import { encodeCommand, parseCommand } from "../../src/virtual/apdu/command.ts";
import { createVirtualCard } from "../../src/virtual/card/card.ts";
import { cardImage } from "../../src/virtual/card/cards.ts";
import { completeTransaction } from "../../src/virtual/reader/kernel/completion.ts";
import { KernelEnd } from "../../src/virtual/reader/kernel/dialogue.ts";
import type { Answer, Step } from "../../src/virtual/reader/kernel/dialogue.ts";
import { runFirst } from "../../src/virtual/reader/kernel/kernel.ts";
import { runTap } from "../../src/virtual/reader/kernel/tap.ts";
import { sandboxParameters } from "../../src/virtual/reader/sandbox-parameters.ts";
import { play, withCard } from "../support/play.ts";

const zeros = (length: number): Uint8Array => new Uint8Array(length);
const terms = {
  amountMinor: 1250,
  cashbackMinor: 0,
  transactionType: 0,
  date: "261124",
  time: "120000",
  sequence: 1,
};
const input = {
  parameters: sandboxParameters,
  terms,
  random: zeros,
  log: [],
  serialNumber: "VR000001",
  readOnly: false,
};
const bytes = fc.uint8Array({ maxLength: 258 });

/** Ends well, or as the kernel ends; anything else is a fault of the kernel. */
function endsProperly(work: () => unknown): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof KernelEnd)) throw thrown;
  }
}

describe("the kernel", () => {
  test("ends properly whatever a card answers", () => {
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 30 }), fc.boolean(), (responses, taps) => {
        let next = 0;
        const answer = (step: Step): Answer => {
          if (step.kind === "pin") return { kind: "pin", pin: "1234" };
          if (step.kind === "application") return { kind: "application", index: 0 };
          return { kind: "response", bytes: responses[next++] ?? zeros(0) };
        };
        endsProperly(() => (taps ? play(runTap(input), answer) : play(runFirst(input), answer)));
      }),
      { numRuns: 300 },
    );
  });

  test("ends properly when one answer of a good card is another, and never takes it for a genuine approval", () => {
    fc.assert(
      fc.property(fc.nat(16), bytes, (at, other) => {
        const card = createVirtualCard(cardImage("synthetic"), zeros);
        card.reset("contact");
        const side = withCard(card, { pins: ["1234"] });
        let commands = 0;
        const answer = (step: Step): Answer => {
          const good = side.answer(step);
          return step.kind === "command" && commands++ === at ? { kind: "response", bytes: other } : good;
        };
        endsProperly(() => {
          const first = play(runFirst(input), answer);
          play(completeTransaction(first.transaction, first.paused, { verdict: "declined" }), answer);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("ends properly when a bit of any answer is flipped", () => {
    fc.assert(
      fc.property(fc.nat(16), fc.nat(2047), (at, bit) => {
        const card = createVirtualCard(cardImage("synthetic"), zeros);
        card.reset("contact");
        const side = withCard(card, { pins: ["1234"] });
        let commands = 0;
        const answer = (step: Step): Answer => {
          const good = side.answer(step);
          if (good.kind !== "response" || step.kind !== "command" || commands++ !== at) return good;
          const position = (bit >> 3) % Math.max(1, good.bytes.length);
          const flipped = good.bytes.map((byte, index) => (index === position ? byte ^ (1 << (bit & 7)) : byte));
          return { kind: "response", bytes: flipped };
        };
        endsProperly(() => play(runFirst(input), answer));
      }),
      { numRuns: 300 },
    );
  });

  test("takes any scripts and authentication data of a host", () => {
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 3 }),
        fc.uint8Array({ minLength: 8, maxLength: 16 }),
        (scripts, data) => {
          const card = createVirtualCard(cardImage("synthetic"), zeros);
          card.reset("contact");
          const side = withCard(card, { pins: ["1234"] });
          const first = play(runFirst(input), (step) => side.answer(step));
          const answer = { verdict: "approved", issuerScripts: scripts, issuerAuthenticationData: data } as const;
          const dialogue = completeTransaction(first.transaction, first.paused, answer);
          expect(play(dialogue, (step) => side.answer(step))).toEqual({ accepted: false });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("the card", () => {
  test("answers any bytes with a status, and gives no cryptogram without GENERATE AC", () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 20 }), (commands) => {
        const card = createVirtualCard(cardImage("synthetic"), zeros);
        card.reset("contact");
        for (const command of commands) expect(card.transmit(command).length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  test("answers commands in any order with a status", () => {
    const ins = fc.constantFrom(0xa4, 0xb2, 0xa8, 0xca, 0x88, 0x20, 0x84, 0xae, 0x82, 0x24, 0x1e, 0x18, 0xff);
    const command = fc.tuple(ins, fc.nat(255), fc.nat(255), fc.uint8Array({ minLength: 1, maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const card = createVirtualCard(cardImage("synthetic"), zeros);
        card.reset("contact");
        card.transmit(
          encodeCommand({ cla: 0, ins: 0xa4, p1: 4, p2: 0, data: Uint8Array.of(0xaf, 0xff), answers: true }),
        );
        for (const [code, p1, p2, data] of commands) {
          const answer = card.transmit(encodeCommand({ cla: 0x80, ins: code, p1, p2, data, answers: true }));
          expect(answer.length).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });

  test("commands read as they were written", () => {
    const byte = fc.nat(255);
    const data = fc.uint8Array({ minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(byte, byte, byte, fc.option(data, { nil: undefined }), (ins, p1, p2, body) => {
        const command = { cla: 0x80, ins, p1, p2, ...(body && { data: body }), answers: true, expectedBytes: 0 };
        expect(parseCommand(encodeCommand(command))).toEqual(command);
      }),
    );
  });
});

test("bytes that are no message are refused, and nothing of them is repeated", () => {
  const json = fc.json().map((text) => new TextEncoder().encode(text));
  fc.assert(
    fc.property(fc.oneof(bytes, json), (body) => {
      for (const parse of [parseBridgeMessage, parseReaderMessage]) {
        try {
          parse(body);
        } catch (thrown) {
          expect(TillwireError.is(thrown)).toBe(true);
        }
      }
    }),
  );
});
