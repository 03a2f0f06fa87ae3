/** Currencies: EMV has the numeric codes of ISO 4217 (5F2A, 9F42), amounts elsewhere the letters. */

/** With `532` as it is since 2025, the Caribbean guilder, and withdrawn ones that cards still carry. */
const numericAndAlpha =
  "008ALL 012DZD 032ARS 036AUD 044BSD 048BHD 050BDT 051AMD 052BBD 060BMD 064BTN 068BOB 072BWP 084BZD 090SBD " +
  "096BND 104MMK 108BIF 116KHR 124CAD 132CVE 136KYD 144LKR 152CLP 156CNY 170COP 174KMF 188CRC 191HRK 192CUP " +
  "203CZK 208DKK 214DOP 222SVC 230ETB 232ERN 238FKP 242FJD 262DJF 270GMD 292GIP 320GTQ 324GNF 328GYD 332HTG " +
  "340HNL 344HKD 348HUF 352ISK 356INR 360IDR 364IRR 368IQD 376ILS 388JMD 392JPY 398KZT 400JOD 404KES 408KPW " +
  "410KRW 414KWD 417KGS 418LAK 422LBP 426LSL 430LRD 434LYD 446MOP 454MWK 458MYR 462MVR 480MUR 484MXN 496MNT " +
  "498MDL 504MAD 512OMR 516NAD 524NPR 532XCG 533AWG 548VUV 554NZD 558NIO 566NGN 578NOK 586PKR 590PAB 598PGK " +
  "600PYG 604PEN 608PHP 634QAR 643RUB 646RWF 654SHP 682SAR 690SCR 694SLL 702SGD 704VND 706SOS 710ZAR 728SSP " +
  "748SZL 752SEK 756CHF 760SYP 764THB 776TOP 780TTD 784AED 788TND 800UGX 807MKD 818EGP 826GBP 834TZS 840USD " +
  "858UYU 860UZS 882WST 886YER 901TWD 924ZWG 925SLE 926VED 927UYW 928VES 929MRU 930STN 931CUC 932ZWL 933BYN 934TMT " +
  "936GHS 938SDG 940UYI 941RSD 943MZN 944AZN 946RON 947CHE 948CHW 949TRY 950XAF 951XCD 952XOF 953XPF 955XBA " +
  "956XBB 957XBC 958XBD 959XAU 960XDR 961XAG 962XPT 963XTS 964XPD 965XUA 967ZMW 968SRD 969MGA 970COU 971AFN " +
  "972TJS 973AOA 975BGN 976CDF 977BAM 978EUR 979MXV 980UAH 981GEL 984BOV 985PLN 986BRL 990CLF 994XSU 997USN " +
  "999XXX";

const alphaByNumeric: ReadonlyMap<string, string> = new Map(
  numericAndAlpha.split(" ").map((pair) => [pair.slice(0, 3), pair.slice(3)]),
);
const numericByAlpha: ReadonlyMap<string, string> = new Map(
  [...alphaByNumeric].map(([numeric, alpha]) => [alpha, numeric]),
);

/** Minor units of a currency, where it is not two digits (ISO 4217, table A.1). */
const exponents: ReadonlyMap<string, number> = new Map([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
  ..."CLF UYW".split(" ").map((code) => [code, 4] as const),
]);
const usualExponent = 2;

/** `978` to `EUR`. `undefined` for three digits that are no currency. */
export function currencyFromNumeric(numeric: string): string | undefined {
  return alphaByNumeric.get(numeric);
}

/** `EUR` to `978`. */
export function currencyToNumeric(alpha: string): string | undefined {
  return numericByAlpha.get(alpha);
}

/** How many digits come after the point: 2 for EUR, 0 for JPY, 3 for KWD. `undefined` for no currency of ISO 4217. */
export function currencyExponent(alpha: string): number | undefined {
  return numericByAlpha.has(alpha) ? (exponents.get(alpha) ?? usualExponent) : undefined;
}
