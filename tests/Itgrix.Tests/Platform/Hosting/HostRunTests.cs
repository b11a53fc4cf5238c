using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Tests.Platform.Hosting;

/// <summary>The parts of a host: their order, their failures and their end.</summary>
[TestClass]
public sealed class HostRunTests
{
    private readonly List<string> _log = [];

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Parts_start_in_order_and_what_was_opened_is_closed_when_all_have_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var host = Host(services => services
            .AddOpened((_, _) => OpenAsync())
            .AddSingleton(provider => new Part(
                _log, provider.GetRequiredService<Opened<Part>>().Value.Name + " is open"))
            .AddPart<Part>("a part", async (part, token) =>
            {
                _log.Add(part.Name);
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            })
            .AddStart((_, _) => Said("last")));

        await host.RunAsync(stop.Cancel, stop.Token);

        _log.Should().Equal("opened", "store is open", "last", "store is open closed", "store closed");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_part_that_fails_stops_the_others_and_its_failure_is_thrown()
    {
        using var host = Host(services => services
            .AddSingleton(_ => new Part(_log, "part"))
            .AddPart<Part>("a part", async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _log.Add("stopped");
            })
            .AddPart<Part>("a part", async (_, _) =>
            {
                await Task.Yield();
                throw new IOException("no disk");
            })
            // Not reached: the start waits for something that only a working part brings.
            .AddStart((_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token)));

        await FluentActions.Awaiting(() => host.RunAsync(() => _log.Add("started"), CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage("no disk");

        _log.Should().Equal("stopped", "part closed");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Parts_stop_in_reverse_order_several_of_a_kind_together_and_each_reports()
    {
        using var stop = new CancellationTokenSource();
        using var lines = new RecordedLog();
        using var host = Host(services => services
            .AddSingleton(_ => new Part(_log, "one")).AddSingleton(_ => new Part(_log, "other"))
            .AddPart<List<string>>("outbox", (log, token) => RunAsync(log, "outbox", token))
            .AddPart<Part>("lines", (part, token) => RunAsync(_log, part.Name, token))
            .AddSingleton(_log));

        await host.RunAsync(stop.Cancel, stop.Token);

        _log.Take(2).Should().BeEquivalentTo("one stops", "other stops");
        _log[2].Should().Be("outbox stops");
        lines.Lines.Select(line => line.Split(',')[0]).Should().Equal("Info Stopped: lines", "Info Stopped: outbox");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_part_that_does_not_start_stops_the_others()
    {
        using var host = Host(services => services
            .AddSingleton(_ => new Part(_log, "part"))
            .AddPart<Part>("a part", (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token))
            .AddStart((_, _) => throw new IOException("the port is taken")));

        await FluentActions.Awaiting(() => host.RunAsync(() => _log.Add("started"), CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage("the port is taken");

        _log.Should().Equal("part closed");
    }

    private static IHost Host(Action<IServiceCollection> register)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        register(builder.Services.AddHosting(TimeProvider.System));
        return builder.Build();
    }

    // Ends some time after it is told to.
    private static async Task RunAsync(List<string> log, string name, CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        lock (log)
            log.Add($"{name} stops");
    }

    private Task<Part> OpenAsync()
    {
        _log.Add("opened");
        return Task.FromResult(new Part(_log, "store"));
    }

    private Task Said(string text)
    {
        _log.Add(text);
        return Task.CompletedTask;
    }

    private sealed class Part(List<string> log, string name) : IDisposable
    {
        public string Name => name;

        public void Dispose() => log.Add($"{name} closed");
    }
}
