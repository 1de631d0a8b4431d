import type { Address } from "./kernel.js";

/** Hands out addresses one after the other; made twice, once to learn how many bytes are needed and once to use them. */
export class Arena {
  private next: Address;

  constructor(private readonly start: Address) {
    this.next = start;
  }

  /** Room for so many bytes, at a multiple of 64. */
  reserve(bytes: number): Address {
    const at = this.next;
    this.next = at + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  get used(): number {
    return this.next - this.start;
  }
}

const ALIGNMENT = 64; // a cache line
