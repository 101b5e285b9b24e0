import type { Failure } from '../../protocol/server.ts';

/** A Failure as something that can be thrown. Its message is for a person. */
export class ServerFailure extends Error {
  override readonly name = 'ServerFailure';
  readonly code: Failure['code'];
  readonly place: Failure['place'];

  constructor(code: Failure['code'], message: string, place?: Failure['place']) {
    super(message);
    this.code = code;
    this.place = place;
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof ServerFailure) {
    const { code, message, place } = error;
    return { code, message, ...(place == null ? {} : { place }) };
  }
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}
