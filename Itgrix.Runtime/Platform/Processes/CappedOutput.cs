using System.Buffers;
using CliWrap;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Collects what a trusted program writes; beyond the maximum it cancels the run.</summary>
internal sealed class CappedOutput
{
    private const int BlockSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly int _max;
    private readonly CancellationTokenSource _run;

    public CappedOutput(int max, CancellationTokenSource run)
    {
        (_max, _run) = (max, run);
        Pipe = PipeTarget.Create(ReadAsync);
    }

    public PipeTarget Pipe { get; }

    public bool Overflowed { get; private set; }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private async Task ReadAsync(Stream stream, CancellationToken token)
    {
        while (await stream.ReadAsync(_bytes.GetMemory(BlockSize), token) is var count and > 0)
        {
            Overflowed = count > _max - _bytes.WrittenCount;
            _bytes.Advance(Math.Min(count, _max - _bytes.WrittenCount));
            if (Overflowed)
                await _run.CancelAsync();
        }
    }
}
