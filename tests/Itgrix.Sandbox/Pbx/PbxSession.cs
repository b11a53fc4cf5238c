using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Itgrix.Sandbox.Pbx;

/// <summary>One connection of a client.</summary>
internal sealed class PbxSession(Socket socket, PbxSimulator pbx) : IDisposable
{
    private readonly PbxAnswers _answers = new(pbx.Settings, pbx.Channels);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Random _random = new(1);
    private Stream? _stream;
    private long _sent;

    public bool IsLoggedIn => _answers.IsLoggedIn;

    /// <summary>Answers actions until either side closes the connection.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            if (pbx.Trouble.ClosesAtOnce)
                return;
            _stream = await OpenAsync(token);
            using var reader = new StreamReader(_stream, leaveOpen: true);
            await WriteAsync(Encoding.UTF8.GetBytes(pbx.Settings.Greeting + "\r\n"), token);
            while (await PbxAction.ReadAsync(reader, token) is { } action && await AnswerAsync(action, token))
            {
            }
        }
        catch (Exception error)
            when (error is IOException
                or AuthenticationException or ObjectDisposedException or OperationCanceledException)
        {
            // One side closed the connection.
        }
    }

    /// <summary>Sends an event of that class, if the client wants it.</summary>
    public async Task SendAsync(string eventClass, byte[] message, CancellationToken token)
    {
        if (!IsLoggedIn || !_answers.Classes.Contains(eventClass))
            return;
        try
        {
            await WriteEventAsync(message, token);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        socket.Dispose();
    }

    private async Task<Stream> OpenAsync(CancellationToken token)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (pbx.Settings.Certificate is not { } certificate)
            return plain;
        var encrypted = new SslStream(plain);
        var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };
        await encrypted.AuthenticateAsServerAsync(options, token);
        return encrypted;
    }

    private async Task<bool> AnswerAsync(PbxAction action, CancellationToken token)
    {
        pbx.Received(action);
        var (text, ends) = _answers.To(action, pbx.Trouble);
        await WriteAsync(Encoding.UTF8.GetBytes(text), token);
        if (IsLoggedIn && action.Name.Equals("Login", StringComparison.OrdinalIgnoreCase))
            pbx.LoggedIn();
        return !ends;
    }

    private async Task WriteEventAsync(byte[] message, CancellationToken token)
    {
        var trouble = pbx.Trouble;
        if (trouble.Delay > TimeSpan.Zero)
            await Task.Delay(trouble.Delay, pbx.Settings.Time, token);
        for (var times = trouble.Duplicates ? 2 : 1; times > 0; times--)
        {
            var part = trouble.DropsAfter is { } max && _sent + message.Length > max
                ? (int)(max - _sent) : message.Length;
            await WriteAsync(message.AsMemory(0, part), token);
            _sent += part;
            if (part < message.Length)
                throw new IOException("dropped as asked");
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        if (pbx.Trouble.IsSilent)
            return;
        await _writing.WaitAsync(token);
        try
        {
            while (!bytes.IsEmpty)
            {
                var count = pbx.Trouble.Tears is { } max
                    ? Math.Min(_random.Next(1, max + 1), bytes.Length) : bytes.Length;
                await _stream!.WriteAsync(bytes[..count], token);
                bytes = bytes[count..];
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
