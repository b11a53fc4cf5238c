using System.Diagnostics;
using System.Net.Sockets;

namespace Itgrix.Benchmarks;

/// <summary>Calls the <see cref="EchoServer"/> in its own process.</summary>
internal sealed class EchoClient : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"itgrix-echo-{Guid.NewGuid():n}");
    private readonly Process _server;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public EchoClient(int size)
    {
        _server = BenchProgram.Start(Environment.ProcessPath!, "echo", _path, $"{size}");
        _server.StandardOutput.ReadLine();
        _socket.Connect(new UnixDomainSocketEndPoint(_path));
    }

    /// <summary>The median of several exchanges, in microseconds.</summary>
    public double P50(byte[] bytes, int count)
    {
        var buffer = new byte[bytes.Length];
        var sample = new Sample();
        for (var i = 0; i < count; i++)
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
