using System.Threading.Channels;
using Itgrix.Runtime.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class RequestBatcherTests
{
    private readonly Channel<Sent> _sent = Channel.CreateUnbounded<Sent>();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_single_request_is_sent_alone()
    {
        await using var requests = Requests();

        var answer = requests.SendAsync(7, default);

        (await AnswerNextAsync()).Should().Equal(7);
        (await answer).Should().Be("7 done");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_that_arrive_during_others_are_batched()
    {
        await using var requests = Requests(max: 3);
        var first = requests.SendAsync(0, default);
        var onTheWay = await NextAsync();
        var rest = Enumerable.Range(1, 5).Select(number => requests.SendAsync(number, default)).ToList();

        onTheWay.Answer();

        (await AnswerNextAsync()).Should().Equal(1, 2, 3);
        (await AnswerNextAsync()).Should().Equal(4, 5);
        (await first).Should().Be("0 done");
        (await Task.WhenAll(rest)).Should().Equal("1 done", "2 done", "3 done", "4 done", "5 done");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_maximum_of_batches_is_sent_in_parallel()
    {
        await using var requests = Requests(parallel: 2);
        var first = requests.SendAsync(1, default);
        var one = await NextAsync();
        var second = requests.SendAsync(2, default);
        var two = await NextAsync();
        var queued = new[] { requests.SendAsync(3, default), requests.SendAsync(4, default) };

        _sent.Reader.TryPeek(out _).Should().BeFalse("two are on the way");
        one.Answer();

        (await AnswerNextAsync()).Should().Equal(3, 4);
        two.Answer();
        await Task.WhenAll([first, second, .. queued]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failed_batch_fails_for_each_of_its_callers_and_no_other()
    {
        await using var requests = Requests(max: 2);
        var first = requests.SendAsync(0, default);
        var onTheWay = await NextAsync();
        var failing = new[] { requests.SendAsync(1, default), requests.SendAsync(2, default) };
        var last = requests.SendAsync(3, default);
        onTheWay.Answer();

        (await NextAsync()).Fail(new IOException("Cut."));
        await AnswerNextAsync();

        foreach (var one in failing)
            await one.Invoking(task => task).Should().ThrowAsync<IOException>().WithMessage("Cut.");
        (await first).Should().Be("0 done");
        (await last).Should().Be("3 done");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_that_is_cancelled_before_it_is_sent_is_not_sent()
    {
        using var givesUp = new CancellationTokenSource();
        await using var requests = Requests();
        var first = requests.SendAsync(0, default);
        var onTheWay = await NextAsync();
        var given = requests.SendAsync(1, givesUp.Token);
        var other = requests.SendAsync(2, default);

        await givesUp.CancelAsync();
        onTheWay.Answer();

        await given.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await AnswerNextAsync()).Should().Equal(2);
        await Task.WhenAll(first, other);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_caller_that_cancels_does_not_cancel_the_batch_of_the_others()
    {
        using var givesUp = new CancellationTokenSource();
        await using var requests = Requests();
        var first = requests.SendAsync(0, default);
        var onTheWay = await NextAsync();
        var given = requests.SendAsync(1, givesUp.Token);
        var other = requests.SendAsync(2, default);
        onTheWay.Answer();
        var together = await NextAsync();

        await givesUp.CancelAsync();

        await given.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        together.Token.IsCancellationRequested.Should().BeFalse();
        together.Answer();
        (await other).Should().Be("2 done");
        await first;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_batch_is_cancelled_when_all_of_its_callers_have_cancelled()
    {
        using var givesUp = new CancellationTokenSource();
        await using var requests = Requests();
        var given = requests.SendAsync(1, givesUp.Token);
        var sent = await NextAsync();
        var cancelled = new TaskCompletionSource();
        await using var watch = sent.Token.Register(cancelled.SetResult);

        await givesUp.CancelAsync();

        await cancelled.Task;
        await given.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        sent.Fail(new OperationCanceledException(sent.Token));
        var next = requests.SendAsync(2, default);
        (await AnswerNextAsync()).Should().Equal(2);
        await next;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Too_few_answers_are_an_error_for_each_caller()
    {
        await using var requests =
            new RequestBatcher<int, string>((_, _) => Task.FromResult<IReadOnlyList<string>>([]), 10, 1);

        await requests.Awaiting(one => one.SendAsync(1, default)).Should().ThrowAsync<InvalidOperationException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_closed_batcher_sends_queued_requests_and_accepts_no_more()
    {
        var requests = Requests();
        var first = requests.SendAsync(1, default);
        var onTheWay = await NextAsync();
        var second = requests.SendAsync(2, default);

        var closing = requests.DisposeAsync().AsTask();

        await requests.Awaiting(one => one.SendAsync(3, default)).Should().ThrowAsync<ObjectDisposedException>();
        closing.IsCompleted.Should().BeFalse();
        onTheWay.Answer();
        (await AnswerNextAsync()).Should().Equal(2);
        await Task.WhenAll(first, second, closing);
    }

    private RequestBatcher<int, string> Requests(int max = 10, int parallel = 1) => new(SendAsync, max, parallel);

    private async Task<IReadOnlyList<string>> SendAsync(IReadOnlyList<int> what, CancellationToken token)
    {
        var sent = new Sent(what, token);
        _sent.Writer.TryWrite(sent);
        return await sent.Answered;
    }

    private async Task<Sent> NextAsync() => await _sent.Reader.ReadAsync();

    private async Task<IReadOnlyList<int>> AnswerNextAsync()
    {
        var next = await NextAsync();
        next.Answer();
        return next.What;
    }

    private sealed record Sent(IReadOnlyList<int> What, CancellationToken Token)
    {
        private readonly TaskCompletionSource<IReadOnlyList<string>> _answer = new();

        public Task<IReadOnlyList<string>> Answered => _answer.Task;

        public void Answer() => _answer.SetResult([.. What.Select(one => $"{one} done")]);

        public void Fail(Exception error) => _answer.SetException(error);
    }
}
