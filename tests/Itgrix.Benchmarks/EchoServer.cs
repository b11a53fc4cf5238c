using System.Net.Sockets;

namespace Itgrix.Benchmarks;

/// <summary>The reference of a call: another process that sends back the bytes it got over a unix socket.</summary>
internal static class EchoServer
{
    public static void Serve(string path, int size)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Console.Out.WriteLine("ready");
        using var client = listener.Accept();
        var buffer = new byte[size];
        while (ReceiveAll(client, buffer))
            client.Send(buffer);
    }

    public static bool ReceiveAll(Socket socket, byte[] buffer)
    {
        for (var count = 0; count < buffer.Length;)
        {
            var read = socket.Receive(buffer.AsSpan(count));
            if (read == 0)
                return false;
            count += read;
        }
        return true;
    }
}
