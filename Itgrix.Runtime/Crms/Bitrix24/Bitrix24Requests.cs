using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Sends one request and interprets its response.</summary>
internal sealed class Bitrix24Requests(HttpExchange http, Bitrix24Access access, Bitrix24Limits limits, string portal)
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    public const int MaxAnswer = 16 << 20;

    private const string Upload = "upload";

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="CrmException">There is no result.</exception>
    public async Task<Bitrix24Answer> SendAsync(
        string method, JsonObject? parameters, Secret? accessToken, CancellationToken token)
    {
        var what = $"{method} of {portal}";
        var answer = await ExchangeAsync();
        // A renamed portal names its new address.
        if (answer.IsRedirect && IsOfRest(answer.Headers.Location!) && access.Follow(answer.Headers.Location))
            answer = await ExchangeAsync();
        return Read(method, what, answer);

        async Task<HttpAnswer> ExchangeAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, access.AddressOf(method));
            request.Content = Body(parameters, accessToken);
            return await http.SendAsync(request, what, token);
        }
    }

    // Not to the login page.
    private static bool IsOfRest(Uri location) => location.IsAbsoluteUri
        && location.AbsolutePath.StartsWith("/rest/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Uploads a file to the address that a method returned for it.</summary>
    /// <param name="place">The address, which contains a token.</param>
    /// <param name="file">The file as a form.</param>
    /// <param name="uploads">The exchange with the timeout for uploads.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CrmException">There is no result.</exception>
    public async Task<Bitrix24Answer> UploadAsync(
        Uri place, MultipartFormDataContent file, HttpExchange uploads, CancellationToken token)
    {
        var what = $"{Upload} of {portal}";
        using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = file };
        return Read(Upload, what, await uploads.SendAsync(request, what, token));
    }

    private Bitrix24Answer Read(string method, string what, HttpAnswer answer)
    {
        Bitrix24LogMessages.Answered(Log, method, portal, (int)answer.Status, answer.Elapsed);
        if (answer.Json() is not { } json)
            throw NoAnswer(answer, what);
        var spent = Bitrix24Time.From(json);
        var isDone = json.TryGetProperty("result", out var result) && (int)answer.Status is >= 200 and < 300;
        if (json.TryGetProperty("error", out var code) && !(isDone && IsEmpty(code, json)))
            throw Failed(method, what, Error(answer.Status, code, json), spent);
        if (!isDone)
            throw NoAnswer(answer, what);
        limits.Answered(method, spent);
        return Bitrix24Answer.From(json, result);
    }

    // Beside a result PHP also writes false, 0 or an empty list for "no error".
    private static bool IsEmpty(JsonElement code, JsonElement json) => code.ValueKind is JsonValueKind.Null
        || (code.ToString() is "" or "0" or "False" or "[]" or "{}"
            && BitrixJson.Text(json, "error_description").Length == 0);

    private static ByteArrayContent Body(JsonObject? parameters, Secret? accessToken)
    {
        var body = parameters?.DeepClone().AsObject() ?? [];
        if (accessToken is not null)
            body["auth"] = accessToken.Reveal();
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Relaxed));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private CrmException Failed(string method, string what, Bitrix24Error error, Bitrix24Time? spent) =>
        error.ToException(what, limits.Refused(method, portal, error, spent));

    private Bitrix24Error Error(HttpStatusCode status, JsonElement code, JsonElement json)
    {
        // The third version of the interface has an object with code and message.
        var (name, words) = code.ValueKind == JsonValueKind.Object
            ? (BitrixJson.Text(code, "code"), BitrixJson.Text(code, "message")) : (code.ToString(), "");
        var description = json.TryGetProperty("error_description", out var given) ? given.ToString() : words;
        return new(status, Shown(name, 80), Shown(description, 200));

        string Shown(string text, int max) => HttpAnswer.OneLine(access.Hide(text), max);
    }

    private CrmException NoAnswer(HttpAnswer answer, string what)
    {
        var status = (int)answer.Status;
        if (answer.IsRedirect)
            return Moved(answer.Headers.Location!, what, status);
        if (answer.Body is null && !answer.IsServerError)
            return new(CrmFailure.TooLarge,
                $"{what}: the answer is larger than {MaxAnswer >> 20} MB: ask for less at once.");
        var (failure, advice, _) = Bitrix24Refusals.OfPage(answer.Status);
        var page = failure == CrmFailure.Broken ? $", \"{access.Hide(answer.Beginning())}\"" : "";
        return new(failure, $"{what}: {status}{page}: {advice}");
    }

    // The address is logged without its query, which may contain tokens.
    private CrmException Moved(Uri location, string what, int status)
    {
        var place = location.IsAbsoluteUri ? location.Authority : portal;
        return place == portal
            ? new(CrmFailure.Unauthorized, $"{what}: {status} to its login page: check bitrix24.webhook or oauth.")
            : new(CrmFailure.Unauthorized,
                $"{what}: {status} to {HttpAnswer.OneLine(place, 100)}: if the portal has moved there, set that "
                + "address.");
    }
}
