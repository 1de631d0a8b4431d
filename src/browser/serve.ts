import { createRepairer } from "../create-repairer.js";
import type { Repairer } from "../repairer.js";
import { sendError } from "./errors.js";
import { setMdxPlace } from "./import-mdx.js";
import type { Message, Port, Request } from "./messages.js";

/** Answers what a page asks on a port: first to create a repairer, then to use it. */
export function serve(port: Port): void {
  let repairer: Promise<Repairer> | undefined;
  const send = (message: Message): void => port.postMessage(message);

  const answer = async (request: Request): Promise<Extract<Message, { answer: unknown }>["answer"]> => {
    if (request.call === "create") {
      const { mdx, ...options } = request.arguments[0];
      setMdxPlace(mdx);
      repairer = createRepairer({ ...options, onProgress: (progress) => send({ progress }) });
      await repairer;
      return undefined;
    }
    if (repairer === undefined) throw new Error("asked before a repairer was created");
    const [text, options] = request.arguments;
    return (await repairer)[request.call](text, options);
  };

  port.addEventListener("message", ({ data }: MessageEvent<Request>) => {
    answer(data).then(
      (found) => send({ id: data.id, answer: found }),
      (error: unknown) => send({ id: data.id, error: sendError(error) }),
    );
  });
}
