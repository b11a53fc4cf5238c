namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>Kind of a message between the service and a worker.</summary>
internal enum FrameKind : byte
{
    /// <summary>From the worker, once: it has started and accepts calls.</summary>
    Ready = (byte)'S',

    /// <summary>To the worker: a call; a header (length and bytes), then the input.</summary>
    Call = (byte)'C',

    /// <summary>To the worker: prepare this script, run nothing.</summary>
    Prepare = (byte)'P',

    /// <summary>From the worker, any number during a call: a log line; the level, then the text.</summary>
    Log = (byte)'L',

    /// <summary>
    /// From the worker: after the answer it checks what the call left, and sends <see cref="Checked"/>.
    /// </summary>
    Checking = (byte)'W',

    /// <summary>From the worker: the reply, ends the call.</summary>
    Reply = (byte)'R',

    /// <summary>From the worker: why there is no reply, ends the call.</summary>
    Error = (byte)'E',

    /// <summary>From the worker: like <see cref="Error"/>, and it must not be used again.</summary>
    LastError = (byte)'X',

    /// <summary>
    /// From the worker, after the answer: nothing of the call runs any more. A text says why it must not be used again.
    /// </summary>
    Checked = (byte)'F',
}
