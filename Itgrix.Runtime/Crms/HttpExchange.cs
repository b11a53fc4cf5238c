using System.Net.Sockets;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Sends one request to a CRM and reads the response, with a timeout and a maximum size.</summary>
/// <param name="client">The client from <see cref="CrmHttp"/>.</param>
/// <param name="timeout">The maximum time from sending to the end of the response.</param>
/// <param name="max">The maximum size of a response in bytes.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpExchange(HttpClient client, TimeSpan timeout, int max, TimeProvider time)
{
    /// <param name="request">Its address is never logged: it may be a secret.</param>
    /// <param name="what">The method and the server, for messages.</param>
    /// <exception cref="CrmException">There is no response.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, string what, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
        var began = time.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return new(response.StatusCode, response.Headers, body, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException error) when (!token.IsCancellationRequested)
        {
            // Not our timeout: then it is the connect timeout.
            throw limit.IsCancellationRequested
                ? new CrmException(
                    CrmFailure.TimedOut, $"{what}: no answer within {timeout.TotalSeconds:0.#} s.", error)
                : new CrmException(
                    CrmFailure.Unreachable, $"{what}: no connection in time: check network and address.", error);
        }
        // The last two: the body is not compressed as its header says.
        catch (Exception error)
            when (error is HttpRequestException or IOException or InvalidDataException or InvalidOperationException)
        {
            throw OfConnection(what, error);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken token)
    {
        if (content.Headers.ContentLength > max)
            return null;
        await using var stream = await content.ReadAsStreamAsync(token);
        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, token) is > 0 and var count)
        {
            if (body.Length + count > max)
                return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    private static CrmException OfConnection(string what, Exception error)
    {
        var cause = HttpAnswer.OneLine((error.InnerException ?? error).Message, 160);
        return (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => Unreachable(
                "the host's name leads nowhere: check address and DNS."),
            HttpRequestError.SecureConnectionError => Unreachable(
                $"no encrypted connection that can be trusted ({cause}): check certificate, clock and proxy."),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Unreachable(
                $"no connection ({cause}): check address, network and proxy."),
            _ => new(CrmFailure.Lost, $"{what}: the connection broke before the answer ({cause}).", error),
        };

        CrmException Unreachable(string why) => new(CrmFailure.Unreachable, $"{what}: {why}", error);
    }
}
