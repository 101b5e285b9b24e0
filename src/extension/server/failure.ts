import type { Failure } from '../../protocol/server.ts';

/** A Failure as something that can be thrown. Its message is for a person. */
export class ServerFailure extends Error {
  override readonly name = 'ServerFailure';
  readonly code: Failure['code'];

  constructor(code: Failure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof ServerFailure) return { code: error.code, message: error.message };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}
