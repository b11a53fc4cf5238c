using System.Text;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Tests.Fuzz.Targets;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>A hook that takes over its worker's socket and pipes and sends invalid data.</summary>
[TestClass]
public sealed class HostileWorkerTests
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow($"\0\0\0\0L{FrameTarget.Id}\u0002\0\0\0R{FrameTarget.Id}{{}}", "Reply")]
    [DataRow($"\u00ff\u00ff\u00ff\u00ffR{FrameTarget.Id}", "TooMuch")]
    [DataRow($"\u00ff\u00ff\u00ff\u007fR{FrameTarget.Id}", "TooMuch")]
    public async Task An_invalid_frame_of_a_worker_costs_one_call(string frames, string end)
    {
        await using var target = new FrameTarget(Limit);

        (await target.TryAsync(Encoding.Latin1.GetBytes(frames), default)).Should().StartWith(end);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Log_lines_without_end_are_too_much()
    {
        await using var target = new FrameTarget(Limit);
        var lines = string.Concat(Enumerable.Repeat($"\u0001\0\0\0L{FrameTarget.Id}\u0001", 10_000));

        (await target.TryAsync(Encoding.Latin1.GetBytes(lines), default)).Should().StartWith("TooMuch");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_worker_that_makes_the_service_throw_costs_one_call()
    {
        var starts = 0;
        using var pool = new WorkerPool(
            "test", 1, 10, new(), () => new BreakingWorker(breaks: Interlocked.Increment(ref starts) == 1));

        var broken = () => pool.Call(default, Limit, default);

        await broken.Should().ThrowAsync<InvalidOperationException>();
        (await broken()).End.Should().Be(WorkerEnd.Reply);
        starts.Should().Be(2);
    }

    [TestMethod]
    [DataRow("{\"ended\""), DataRow("{\"ended\":}"), DataRow("{\"ended\":\"x\",\"heavy\":0}")]
    [DataRow("{\"ended\":99999999999,\"heavy\":0}")]
    [DataRow("{\"ended\":0}")]
    public void Output_that_looks_like_a_workers_frame_is_output(string line)
    {
        var reply = WarmReply.Read(Encoding.UTF8.GetBytes($"mark{line}\n"), "mark"u8);

        Encoding.UTF8.GetString(reply.Returned).Should().Be(line);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public void Output_with_many_braces_is_not_parsed_a_thousand_times()
    {
        var deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 500))
            + "[" + string.Concat(Enumerable.Repeat("1,", 4 << 20)));

        PrintedReply.Find(deep, out var read).Should().BeNull();

        read.Should().BeLessThan(10L * deep.Length, "500 times would be a minute of the processor");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public void An_invalid_token_in_the_output_is_not_quoted_a_thousand_times()
    {
        var words = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 500)) + new string('t', 1 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();

        PrintedReply.Find(words).Should().BeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64L * words.Length);
    }

    [TestMethod]
    public void A_name_that_is_no_text_is_no_state()
    {
        var printed = """{"\ud800": 1, "state": "success"} {"state": "success"}"""u8.ToArray();

        Encoding.UTF8.GetString(PrintedReply.Find(printed)!.Value.Span).Should().Be("""{"state": "success"}""");
    }

    private sealed class BreakingWorker(bool breaks) : IWorker
    {
        public bool IsAlive => true;

        public long Memory => 0;

        public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit) =>
            breaks ? throw new InvalidOperationException() : new(WorkerEnd.Reply, []);

        public void Dispose()
        {
        }
    }
}
