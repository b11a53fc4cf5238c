using System.Net.Sockets;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>The socket to Asterisk: receives messages, sends whole actions.</summary>
internal sealed class AmiConnection : IAsyncDisposable
{
    private readonly AmiOptions _options;
    private readonly Stream _stream;
    private readonly AmiParser _parser = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closed = new();

    private AmiConnection(AmiOptions options, Stream stream) => (_options, _stream) = (options, stream);

    public AmiCounts Counts => _parser.Counts;

    /// <exception cref="AmiException">The connection cannot be made.</exception>
    public static async Task<AmiConnection> OpenAsync(AmiOptions options, CancellationToken token)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, token);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new(options, options.Tls.Enabled ? await AmiTlsStream.OpenAsync(stream, options, token) : stream);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw AmiSocketError.Explain(error, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next message once it is complete; buffered data needs no waiting.</summary>
    /// <exception cref="AmiException">The connection ended.</exception>
    public async ValueTask<AmiMessage> ReadAsync(CancellationToken token)
    {
        AmiMessage? message;
        while (!_parser.TryRead(out message))
        {
            var count = await ReadBytesAsync(token);
            if (count == 0)
                throw new AmiException(AmiFailure.Lost,
                    $"Asterisk at {_options.Host}:{_options.Port} closed the connection.");
            _parser.Added(count);
        }
        return message;
    }

    /// <summary>Sends an action. A started send is not cancelled: half an action would swallow the next one.</summary>
    /// <exception cref="AmiException">The connection ended.</exception>
    public async Task WriteAsync(byte[] action, CancellationToken token)
    {
        await _writing.WaitAsync(token);
        try
        {
            await _stream.WriteAsync(action, _closed.Token);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw Broken(error);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _stream.DisposeAsync();
    }

    private async ValueTask<int> ReadBytesAsync(CancellationToken token)
    {
        try
        {
            return await _stream.ReadAsync(_parser.Space(), token);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw Broken(error);
        }
    }

    private AmiException Broken(Exception error) =>
        new(AmiFailure.Lost, $"The connection to Asterisk at {_options.Host}:{_options.Port} failed: {error.Message}",
            error);
}
