using System.Diagnostics;
using System.Net.Sockets;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>A csx hook through the whole of HookRunner, over what the operating system alone needs for the bytes.</summary>
internal static class HookCallBench
{
    private const int Rounds = 7, CallsPerRound = 2000;

    public static async Task<IEnumerable<Figure>> Run(BenchHooks hooks)
    {
        var hook = HookCatalog.Find("bitrix24/process_client_phone")!;
        var input = hooks.Payload;
        using var echo = new EchoClient(input.Length);
        var ratios = new List<double>();
        double echoUs = 0, csxUs = 0;
        for (var i = 0; i < 3000; i++)
            await hooks.RunCsx(hook, input);
        for (var round = 0; round < Rounds; round++)
        {
            echoUs = echo.P50(input, CallsPerRound);
            csxUs = await CsxP50(hooks, hook, input);
            ratios.Add(csxUs / echoUs);
        }
        return
        [
            Figure.AtMost("csx-call-over-echo", Sample.Median(ratios), "x", 6, $"{csxUs:0} us over {echoUs:0} us, {input.Length} bytes"),
        ];
    }

    private static async Task<double> CsxP50(BenchHooks hooks, HookDefinition hook, byte[] input)
    {
        var sample = new Sample();
        for (var call = 0; call < CallsPerRound; call++)
        {
            var began = Stopwatch.GetTimestamp();
            var outcome = await hooks.RunCsx(hook, input);
            sample.Add(Stopwatch.GetElapsedTime(began));
            if (outcome.Kind != OutcomeKind.Applied)
                throw new InvalidOperationException(outcome.Reason);
        }
        return sample.P50;
    }

    private sealed class EchoClient : IDisposable
    {
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"itgrix-echo-{Guid.NewGuid():n}");
        private readonly Process _server;
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public EchoClient(int size)
        {
            _server = BenchProgram.Start("echo", _path, size.ToString());
            _server.StandardOutput.ReadLine();
            _socket.Connect(new UnixDomainSocketEndPoint(_path));
        }

        public double P50(byte[] bytes, int calls)
        {
            var buffer = new byte[bytes.Length];
            var sample = new Sample();
            for (var call = 0; call < calls; call++)
            {
                var began = Stopwatch.GetTimestamp();
                _socket.Send(bytes);
                EchoServer.ReceiveAll(_socket, buffer);
                sample.Add(Stopwatch.GetElapsedTime(began));
            }
            return sample.P50;
        }

        public void Dispose()
        {
            _socket.Dispose();
            _server.Kill();
            _server.Dispose();
            File.Delete(_path);
        }
    }
}
