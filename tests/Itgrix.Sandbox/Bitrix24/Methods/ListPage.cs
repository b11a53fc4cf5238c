using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>A page of a list.</summary>
internal sealed record ListPage(JsonArray Rows, int Total, int? Next);
